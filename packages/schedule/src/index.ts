/**
 * The jobs that a daemon gives itself: when they are due, and whether they run.
 */
export type { SkipReason } from "./conditions.js";
export { ScheduleError } from "./errors.js";
export type { ManagedSchedule, ScheduleAnswer } from "./manage.js";
export { manageSchedule } from "./manage.js";
export type { Whens } from "./occurrences.js";
export { ScheduleBook } from "./schedule-book.js";
export { savedSchedule, saveSchedule, scheduleFile } from "./schedule-file.js";
export type { ScheduleJob } from "./schedule-job.js";
export type { SchedulerParts } from "./scheduler.js";
export { Scheduler } from "./scheduler.js";
export { readTime, resolveTime } from "./written-time.js";
