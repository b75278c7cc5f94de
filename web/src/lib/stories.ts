/** Detectors whose findings are about an object: its story can be told. */
export const TELLS_OF_OBJECTS: ReadonlySet<string> = new Set(['first-seen', 'burst-of-attention', 'near-copies']);
