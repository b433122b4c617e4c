import { headers } from "next/headers";
import type { Person } from "@/lib/domain/access";
import { fail, type Result } from "@/lib/domain/problem";
import { identify } from "@/lib/workflow/identify";

/** Who has come; null: nobody is signed in. Without accounts it is always the one local owner. */
export const whoIsHere = (): Promise<Person | null> => identify(headers);

/** Who acts, as it stands in what they do. Only behind a gate that has let them in: it throws when nobody is there. */
export async function currentPerson(): Promise<string> {
  const person = await whoIsHere();
  if (!person) throw new Error("Nobody is signed in: this was reached past the gate.");
  return person.id;
}

/**
 * Does something for whoever is signed in, unless it was done by somebody else: another tab may have signed in another
 * person since the page was opened. `by` undefined: the page does not say.
 */
export async function onlyAs<Value>(
  by: string | undefined,
  work: (person: string) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const person = await currentPerson();
  return by === undefined || by === person ? work(person) : fail({ code: "someone-else" });
}
