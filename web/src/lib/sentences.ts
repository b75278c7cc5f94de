/** Which sentences of a text hold a figure and name nothing that it rests on. The server decides by
    the same rule for whole blocks; this points to the sentences while somebody is still writing. */
const EVIDENCE = /(?:F-[0-9a-f]{4,}|I-[0-9]{4,}|I-[0-9A-HJKMNP-TV-Z]{26}|[MR]-[a-z0-9]+)/;

export function uncited(text: string): string[] {
  return text
    .split(/(?<=[.!?…])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => {
      const words = sentence.split(/\s+/);
      return !words.some((word) => EVIDENCE.test(word)) && words.some((word) => /\p{N}/u.test(word));
    });
}
