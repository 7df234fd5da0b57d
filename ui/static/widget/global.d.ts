import type { OnRecord } from "./main.js";

declare global {
  interface Window {
    OnRecord: OnRecord;
  }
}
