/** The little Markdown that detector pages use in their prose, as plain values. */
export interface Part {
  kind: 'text' | 'bold' | 'code';
  text: string;
}

export interface Block {
  kind: 'paragraph' | 'list';
  lines: Part[][];
}

export function blocks(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .flatMap((part): Block[] => {
      const found: Block[] = [];
      for (const line of part.split('\n')) {
        const item = /^\s*[-*] +(.*)$/.exec(line);
        const last = found.at(-1);
        if (item) {
          if (last?.kind === 'list') last.lines.push([{ kind: 'text', text: item[1] ?? '' }]);
          else found.push({ kind: 'list', lines: [[{ kind: 'text', text: item[1] ?? '' }]] });
        } else if (last) {
          // A line that goes on: of the item or of the paragraph.
          const open = last.lines.at(-1)?.[0];
          if (open) open.text += ` ${line.trim()}`;
        } else found.push({ kind: 'paragraph', lines: [[{ kind: 'text', text: line.trim() }]] });
      }
      return found.map((block) => ({ ...block, lines: block.lines.map((line) => inline(line[0]?.text ?? '')) }));
    });
}

function inline(text: string): Part[] {
  return text
    .split(/(\*\*[^*]+\*\*|`[^`]+`|\*[^*\s][^*]*\*)/)
    .filter((part) => part !== '')
    .map((part): Part => {
      if (part.startsWith('**') && part.endsWith('**') && part.length > 4) return { kind: 'bold', text: part.slice(2, -2) };
      if (part.startsWith('`') && part.endsWith('`') && part.length > 2) return { kind: 'code', text: part.slice(1, -1) };
      return { kind: 'text', text: part };
    });
}
