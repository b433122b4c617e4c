import { headers } from "next/headers";
import type { Person } from "@/lib/domain/access";
import { identify } from "@/lib/workflow/identify";

/** Who has come; null: nobody is signed in. Without accounts it is always the one local owner. */
export const whoIsHere = (): Promise<Person | null> => identify(headers);

/** Who acts, as it stands in what they do. Only behind a gate that has let them in: it throws when nobody is there. */
export async function currentPerson(): Promise<string> {
  const person = await whoIsHere();
  if (!person) throw new Error("Nobody is signed in: this was reached past the gate.");
  return person.id;
}
