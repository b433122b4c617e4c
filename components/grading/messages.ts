/** Something that the person should know; it stays until it is dismissed, or until what it is about is over. */
export type Message = {
  readonly id: number;
  readonly text: string;
  /** Whether something does not work, rather than having come out otherwise than meant. */
  readonly isProblem: boolean;
  /** What it is about, of which there is one message at a time; null: it stands by itself. */
  readonly about: string | null;
};

/** Older ones make room. */
const AT_MOST = 6;

/** With one more message: what says the same, or is about the same, it replaces. */
export function withMessage(messages: readonly Message[], said: Omit<Message, "id">): readonly Message[] {
  const isReplaced = ({ text, about }: Message) =>
    text === said.text || (about !== null && about === said.about);
  const known = messages.find(({ text, about }) => text === said.text && about === said.about);
  if (known) return messages;
  const id = Math.max(0, ...messages.map((message) => message.id)) + 1;
  return [...messages.filter((message) => !isReplaced(message)), { ...said, id }].slice(-AT_MOST);
}

/** Without what was said about this: it is over. */
export const withoutThoseAbout = (messages: readonly Message[], about: string): readonly Message[] =>
  messages.some((message) => message.about === about)
    ? messages.filter((message) => message.about !== about)
    : messages;
