/** Made by `world.ts` when the screens are built: a country's letters (none for disputed ground) and its outline. */
declare module 'virtual:world' {
  const shapes: [string, string][];
  export default shapes;
}
