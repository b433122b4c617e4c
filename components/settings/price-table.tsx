"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { enterPriceAction } from "@/lib/actions/judging";
import type { Price } from "@/lib/domain/prices";

export type PriceRow = {
  readonly model: string;
  /** Null: not known. */
  readonly price: Price | null;
  /** Entered here, not taken from the list. */
  readonly isOwn: boolean;
};

/** What models cost: estimates and budgets rest on it. */
export function PriceTable({ rows }: { readonly rows: readonly PriceRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="prices" className="flex flex-col gap-3">
      <h2 id="prices">Prices</h2>
      <p className="text-muted">
        US dollars for a million tokens. List prices change; enter what you pay. Local models cost 0.
      </p>
      {rows.map((row) => (
        <PriceForm key={`${row.model} ${JSON.stringify(row.price)}`} row={row} />
      ))}
    </section>
  );
}

const textOf = (amount: number | undefined): string => (amount === undefined ? "" : String(amount));

function PriceForm({ row: { model, price, isOwn } }: { readonly row: PriceRow }) {
  const [typed, setTyped] = useState({ in: textOf(price?.in), out: textOf(price?.out) });
  const enter = useAction(enterPriceAction);
  const [given, answered] = [Number(typed.in), Number(typed.out)];
  const isComplete =
    typed.in.trim() !== "" && typed.out.trim() !== "" && Number.isFinite(given) && Number.isFinite(answered);
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) enter.start({ model, price: { in: given, out: answered } });
      }}
    >
      <span className="basis-full self-center break-all sm:basis-48 sm:grow">
        {model}
        <span className="block text-sm text-muted">
          {price === null ? "not known" : isOwn ? "entered here" : "list price"}
        </span>
      </span>
      <Field label="in">
        <TextInput
          className="w-24"
          inputMode="decimal"
          aria-label={`Price of ${model}, in`}
          value={typed.in}
          onChange={(event) => setTyped({ ...typed, in: event.target.value })}
        />
      </Field>
      <Field label="out" error={enter.problem}>
        <TextInput
          className="w-24"
          inputMode="decimal"
          aria-label={`Price of ${model}, out`}
          value={typed.out}
          onChange={(event) => setTyped({ ...typed, out: event.target.value })}
        />
      </Field>
      <Button type="submit" disabled={!isComplete || enter.isPending}>
        Save price
      </Button>
      {isOwn && (
        <Button disabled={enter.isPending} onClick={() => enter.start({ model, price: null })}>
          List price
        </Button>
      )}
    </form>
  );
}
