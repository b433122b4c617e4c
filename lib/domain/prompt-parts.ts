import { z } from "zod";
import { parseJson } from "./json";

/** What one side said in a prompt that is a conversation. */
export type PromptPart = { readonly role: string; readonly text: string };

const Content = z.union([
  z.string(),
  z
    .array(z.union([z.string(), z.object({ text: z.string() })]))
    .transform((pieces) =>
      pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("\n"),
    ),
]);
const Message = z.object({ role: z.string().min(1).max(40), content: Content });
const Messages = z.array(Message).min(1);
const Conversation = z.union([
  Messages,
  z.object({ messages: Messages }).transform(({ messages }) => messages),
]);

/** The parts of a prompt that was sent as messages with roles; null: it is one text. */
export function promptParts(prompt: string): PromptPart[] | null {
  if (!/^\s*[[{]/.test(prompt)) return null;
  const parsed = parseJson(prompt, Conversation);
  return parsed.ok ? parsed.value.map(({ role, content }) => ({ role, text: content })) : null;
}

/** Whether a part says how to behave rather than what is asked now. */
export const isSystem = ({ role }: Pick<PromptPart, "role">): boolean =>
  role === "system" || role === "developer";

/** The instructions that several of these prompts begin with: whoever has read them once need not again. */
export function repeatedInstructions(prompts: readonly (string | null)[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const prompt of prompts)
    for (const { text } of (prompt === null ? null : promptParts(prompt))?.filter(isSystem) ?? [])
      if (seen.has(text)) repeated.add(text);
      else seen.add(text);
  return repeated;
}
