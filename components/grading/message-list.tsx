import clsx from "clsx";
import { Button } from "@/components/ui/button";
import type { Message } from "./messages";

type Props = { readonly messages: readonly Message[]; readonly onDismiss: (id: number) => void };

/** What the person should know, until they have read it or it is over. */
export function MessageList({ messages, onDismiss }: Props) {
  if (messages.length === 0) return null;
  return (
    <ul aria-label="Messages" className="flex flex-col gap-1 text-sm">
      {messages.map(({ id, text, isProblem }) => (
        <li key={id} className="flex items-start gap-2">
          <p
            role="alert"
            className={clsx("min-w-0 flex-1 break-words", isProblem ? "text-bad" : "text-warn")}
          >
            {text}
          </p>
          <Button size="sm" variant="ghost" aria-label={`Dismiss: ${text}`} onClick={() => onDismiss(id)}>
            <span aria-hidden>×</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
