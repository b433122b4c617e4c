/** Who acts. On the embedded default there is one local owner; accounts will answer this from the session. */
export const currentPerson = (): string => "local";
