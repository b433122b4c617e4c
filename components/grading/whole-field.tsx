"use client";
import clsx from "clsx";
import { LabelMark } from "@/components/ui/marks";
import type { Answer } from "@/lib/domain/grade";
import { AnswerButtons } from "./answer-buttons";

type Props = {
  readonly name: string;
  readonly isCurrent: boolean;
  readonly label: Answer | null;
  readonly onGrade: (answer: Answer) => void;
};

/** The whole output. Where the text takes the whole width, it is under the thumbs, wherever the page is scrolled to. */
export function WholeField({ name, isCurrent, label, onGrade }: Props) {
  return (
    <div
      role="group"
      aria-label={name}
      className={clsx(
        "max-lg:fixed max-lg:right-0 max-lg:left-0 max-lg:z-10 max-lg:rounded-none max-lg:border-x-0 max-lg:border-line max-lg:bg-surface",
        // Above the navigation on a phone, beside it on a tablet.
        "max-md:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] md:max-lg:bottom-0 md:max-lg:left-60",
        "rounded-md border p-2.5 md:max-lg:pb-[calc(0.625rem+env(safe-area-inset-bottom))]",
        isCurrent ? "lg:border-accent" : "lg:border-transparent",
      )}
      data-current={isCurrent}
    >
      <div className="mb-1.5 flex items-baseline justify-between gap-2 max-lg:sr-only">
        <span className="font-medium">{name}</span>
        <span className="text-sm">
          <LabelMark label={label} />
        </span>
      </div>
      <div className="flex gap-1.5">
        <AnswerButtons isBig isHinted={isCurrent} label={label} onGrade={onGrade} />
      </div>
    </div>
  );
}
