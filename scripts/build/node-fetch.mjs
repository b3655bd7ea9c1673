// In place of node-fetch, which the client of Kubernetes brings along for requests that klint sends itself: it loads a built-in module
// that Node warns about from version 21 on.
export const { Headers, Request, Response, FormData, fetch: default_ } = globalThis
export default default_
