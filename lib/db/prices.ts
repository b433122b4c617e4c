import { Price, type OwnPrices } from "@/lib/domain/prices";
import { db } from "./client";

/** The prices that a person has entered, by model. */
export async function listPrices(): Promise<OwnPrices> {
  const rows = await db.modelPrice.findMany({ orderBy: { model: "asc" } });
  return new Map(rows.map(({ model, ...price }) => [model, Price.parse(price)]));
}

/** Enters the price of a model; null takes it back, and the list price counts again. */
export async function savePrice(model: string, price: Price | null): Promise<void> {
  if (price === null) await db.modelPrice.deleteMany({ where: { model } });
  else await db.modelPrice.upsert({ where: { model }, create: { model, ...price }, update: price });
}
