/** Words of the address as they may stand on a screen: whoever sends a link chooses them. The same
    marks that the rendering gate shows as `\u{…}` are left out here. */
export const plain = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '');
