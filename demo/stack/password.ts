import { customer } from "../storefront/storefront.ts";
import { passwordVariable } from "./config.ts";

/** Starts something that inherits the customer's password, which nothing else that is started from here does. */
export function withPassword<Started>(start: () => Promise<Started>): Promise<Started> {
  process.env[passwordVariable] = customer.password;
  try {
    // A program has its environment once it is started, before anybody waits for it.
    return start();
  } finally {
    Reflect.deleteProperty(process.env, passwordVariable);
  }
}
