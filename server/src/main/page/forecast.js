// Where a guard's series go: the lines the server drew through their samples, carried on until the limit.

import {ask} from './ask.js';

const MOST = 5;

/** What the door said, made ready to be drawn over a span, for now or as it was at a moment of it. */
export async function forecastOf(guard, span, signal, at = null) {
  const data = await ask(`/api/forecast`, at === null ? {guard} : {guard, at}, signal);
  const courses = data.courses.slice().sort((a, b) => (a.expected ?? Infinity) - (b.expected ?? Infinity)).slice(0, MOST);
  const until = Math.max(...courses.map(one => horizon(one, at === null ? Math.max(span.to - span.from, data.within) : span.to + (span.to - span.from) / 2 - one.at)));
  return {at, limit: data.limit, courses: courses.map(one => ({...one, points: pointsOf(one, span, until)})), until: courses.length === 0 ? 0 : until};
}

/**
 * Up to where it surely has come to the limit. The future is never longer than the past on show, or than the guard looks ahead; what was foreseen long ago
 * leads half as far again as what is shown, so that what came instead stays legible.
 */
function horizon(course, most) {
  const sure = course.latest ?? (course.expected ?? 0) * 2;
  return course.at + Math.min(Math.max(sure * 1.1, 60), most);
}

function pointsOf(course, span, until) {
  const by = (time, slope) => course.level + (time - course.at) * slope;
  const past = Math.max(course.since, span.from);
  return [...past < course.at ? [past] : [], course.at, until].map(time => time <= course.at
    ? {time, expected: by(time, course.slope), low: by(time, course.slope), high: by(time, course.slope)}
    : {time, expected: by(time, course.slope), low: by(time, course.lowSlope), high: by(time, course.highSlope)});
}
