import type { ComponentChildren } from "preact";
import type { IdentityBody } from "../../../http/schemas/people.ts";
import { may, useMe } from "../../api/me.ts";
import { type Sending, useSending } from "../../api/sending.ts";
import { useServiceNames, useServices } from "../../api/services.ts";
import { Field, Refusals, TextField } from "../../parts/form.tsx";
import { go } from "../../url/location.ts";
import type { Collection } from "../asked/collections.ts";
import { Tabs } from "../asked/tabs.tsx";

interface FormProps {
  of: Collection;
  title: string;
  roles: readonly IdentityBody["roles"][number][];
  /** Where it is sent, where that is not the collection. */
  path?: string;
  /** `POST`, when left out. */
  method?: "PUT";
  /** What is sent; read when the form is. */
  body: () => object;
  /** What pressing the button does. */
  label: string;
  /** The names of the API's fields that show their own errors. */
  shown: readonly string[];
  children: (sending: Sending) => ComponentChildren;
  /** Above the form. */
  notice?: ComponentChildren;
}

/** A form that asks for something: sent once, with the server's words at each field, and nothing typed is lost. */
export function AskForm({ of, title, roles, path, method, body, label, ...rest }: FormProps) {
  const { shown, children, notice } = rest;
  const sending = useSending();
  const { busy, error } = sending;
  const send = async (): Promise<void> => {
    const made = await sending.send<{ id: string }>(path ?? `/api/v1/${of.path}`, body(), method);
    if (made !== undefined) go(`/${of.path}/${made.id}`);
  };
  return (
    <>
      <h1>{title}</h1>
      <Tabs of={of} />
      {notice}
      <WhoMay roles={roles} />
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {children(sending)}
        {error !== undefined && <Refusals error={error} shown={shown} />}
        <button type="submit" class="main" disabled={busy}>
          {label}
        </button>
      </form>
    </>
  );
}

function WhoMay({ roles }: Pick<FormProps, "roles">) {
  const me = useMe();
  if (me === undefined || may(me, ...roles)) return null;
  return (
    <p class="notice">
      {me.identity === undefined ? (
        <>
          Who asks must be known: <a href="/people">sign in</a>.
        </>
      ) : (
        <>
          {me.identity.subject} has none of the roles that ask for this: {roles.join(", ")}.
        </>
      )}
    </p>
  );
}

interface PlaceProps {
  service: string;
  environment: string;
  onService: (service: string) => void;
  onEnvironment: (environment: string) => void;
  sending: Sending;
  /** As the API calls it. */
  environmentField?: string;
  /** It is for this service, once and for all. */
  keepsService?: boolean;
}

/** For which service and where, each offered as it is registered. */
export function PlaceFields(props: PlaceProps) {
  const { service, environment, sending, environmentField = "environments", keepsService = false } = props;
  const names = useServiceNames();
  const known = useServices().find(({ name }) => name === service)?.environments ?? [];
  return (
    <>
      {!keepsService && (
        <Field
          label="service"
          value={service}
          required
          list={names}
          onValue={props.onService}
          error={sending.errorOf("service")}
        />
      )}
      <Field
        label="environment"
        value={environment}
        required
        list={known}
        onValue={props.onEnvironment}
        error={sending.errorOf(environmentField)}
      />
    </>
  );
}

interface SlosProps {
  value: string;
  onValue: (slos: string) => void;
  sending: Sending;
}

/** Which SLOs of the service are meant. */
export const SlosField = ({ value, onValue, sending }: SlosProps) => (
  <TextField
    label="SLOs"
    hint="one id a line; empty: every SLO of the service there"
    value={value}
    onValue={onValue}
    error={sending.errorOf("slos")}
  />
);
