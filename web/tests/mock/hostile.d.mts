export const HOSTILE: string[];
