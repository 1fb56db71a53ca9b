import type { Language } from '../domain/language.ts'
import type { Fault } from './page-layout.tsx'

/** A list to choose one of, with its label; `name` is its id too. A fault is read out with it. */
export function Choice(props: {
  readonly name: string
  readonly label: string
  readonly chosen: string
  readonly options: readonly { readonly value: string; readonly label: string; readonly language?: Language }[]
  readonly faults?: readonly Fault[] | undefined
}) {
  const { name, label, chosen, options } = props
  const fault = props.faults?.find(({ field }) => field === name)
  return (
    <div class="field" data-wrong={fault ? '' : undefined}>
      <label for={name}>{label}</label>
      {fault ? (
        <p class="fault" id={`${name}-fault`}>
          {fault.text}
        </p>
      ) : null}
      <select
        id={name}
        name={name}
        aria-describedby={fault && `${name}-fault`}
        aria-invalid={fault ? 'true' : undefined}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === chosen} lang={option.language}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A box to tick, with its label; `name` is its id too, and it is sent as `on` where it is ticked. A fault is read out with it. */
export function Tick(props: {
  readonly name: string
  readonly label: string
  readonly ticked: boolean
  readonly faults?: readonly Fault[] | undefined
}) {
  const { name, label, ticked } = props
  const fault = props.faults?.find(({ field }) => field === name)
  const box = (
    <label class="tick" for={name}>
      <input
        type="checkbox"
        id={name}
        name={name}
        checked={ticked}
        aria-describedby={fault && `${name}-fault`}
        aria-invalid={fault ? 'true' : undefined}
      />
      <span>{label}</span>
    </label>
  )
  if (!fault) return box
  return (
    <div>
      {box}
      <p class="fault" id={`${name}-fault`}>
        {fault.text}
      </p>
    </div>
  )
}

/**
 * A text of several lines with its label; `name` is its id too. Hint and fault are read out with it. With `maxLength` a browser cuts off what is
 * pasted beyond it, and says nothing.
 */
export function TextArea(props: {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly maxLength?: number
  readonly faults?: readonly Fault[] | undefined
  readonly value?: string | undefined
}) {
  const { name } = props
  const fault = props.faults?.find(({ field }) => field === name)
  return (
    <div class="field" data-wrong={fault ? '' : undefined}>
      <label for={name}>{props.label}</label>
      <p class="hint" id={`${name}-hint`}>
        {props.hint}
      </p>
      {fault ? (
        <p class="fault" id={`${name}-fault`}>
          {fault.text}
        </p>
      ) : null}
      <textarea
        id={name}
        name={name}
        maxlength={props.maxLength}
        rows={4}
        aria-describedby={[`${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(' ')}
        aria-invalid={fault ? 'true' : undefined}
        value={props.value}
      />
    </div>
  )
}

/** An input with its label; `name` is its id too. Hint and fault are read out with it. */
export function Field(props: {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly faults?: readonly Fault[] | undefined
  readonly input: Readonly<Record<string, string | number | boolean | undefined>>
}) {
  const { name } = props
  const fault = props.faults?.find(({ field }) => field === name)
  const describedBy = [props.hint && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(' ')
  return (
    <div class="field" data-wrong={fault ? '' : undefined}>
      <label for={name}>{props.label}</label>
      {props.hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {props.hint}
        </p>
      )}
      {fault ? (
        <p class="fault" id={`${name}-fault`}>
          {fault.text}
        </p>
      ) : null}
      <input
        {...props.input}
        id={name}
        name={name}
        aria-describedby={describedBy || undefined}
        aria-invalid={fault ? 'true' : undefined}
      />
    </div>
  )
}
