import type { SandboxItem } from "./sandbox";

/** Small enough to spread over the cores, large enough that messages cost little. */
const CHUNK_ITEMS = 500;
const CHUNK_CHARS = 2 << 20;

/** Splits by number and by size, so that a 10 MB output travels alone. */
export function chunksOf(items: readonly SandboxItem[]): SandboxItem[][] {
  const chunks: SandboxItem[][] = [];
  let current: SandboxItem[] = [];
  let chars = 0;
  for (const item of items) {
    const weight = weigh(item);
    if (current.length > 0 && (current.length >= CHUNK_ITEMS || chars + weight > CHUNK_CHARS)) {
      chunks.push(current);
      current = [];
      chars = 0;
    }
    current.push(item);
    chars += weight;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}

/** Roughly its characters; metadata is small and would have to be written out to be weighed. */
function weigh({ output, context }: SandboxItem): number {
  const variables = Object.values(context.input).reduce((sum, value) => sum + value.length, 0);
  return output.length + variables + (context.prompt?.length ?? 0);
}
