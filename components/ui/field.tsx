"use client";
import clsx from "clsx";
import { cloneElement, useId, type ComponentProps, type ReactElement } from "react";

type Control = ReactElement<{ id?: string; "aria-describedby"?: string; "aria-invalid"?: boolean }>;

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly children: Control;
};

/** A labelled control with its hint and its error, tied together for screen readers. */
export function Field({ label, hint, error = null, children }: Props) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {cloneElement(children, {
        id,
        "aria-invalid": error !== null,
        ...(note === undefined ? {} : { "aria-describedby": `${id}-note` }),
      })}
      {note !== undefined && (
        <p id={`${id}-note`} className={clsx("text-sm", error === null ? "text-muted" : "text-bad")}>
          {note}
        </p>
      )}
    </div>
  );
}

const control =
  "rounded-md border border-line bg-surface px-2.5 py-1.5 text-text placeholder:text-muted disabled:opacity-55";

export const TextInput = ({ className, ...rest }: ComponentProps<"input">) => (
  <input className={clsx(control, className)} {...rest} />
);

export const TextArea = ({ className, ...rest }: ComponentProps<"textarea">) => (
  <textarea className={clsx(control, "w-full", className)} {...rest} />
);

export const Select = ({ className, ...rest }: ComponentProps<"select">) => (
  <select className={clsx(control, className)} {...rest} />
);
