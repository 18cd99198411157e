// Reads calendar entries on stdin as a calendar program does; prints them as JSON, one in a list.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const parsed = ICAL.parse(readFileSync(0, "utf8"));
const calendars = Array.isArray(parsed[0]) ? parsed : [parsed];

function person(property) {
  const { cn, rsvp, partstat } = property.jCal[1];
  return { address: property.getFirstValue(), name: cn, rsvp, partstat };
}

function entry(jcal) {
  const calendar = new ICAL.Component(jcal);
  const component = calendar.getFirstSubcomponent("vevent");
  const event = new ICAL.Event(component);
  const instant = (time) => time.toJSDate().toISOString();
  return {
    method: calendar.getFirstPropertyValue("method"),
    events: calendar.getAllSubcomponents().length,
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    starts: instant(event.startDate),
    ends: instant(event.endDate),
    summary: event.summary,
    description: event.description,
    location: event.location,
    organizer: person(component.getFirstProperty("organizer")),
    attendees: event.attendees.map(person),
  };
}

process.stdout.write(JSON.stringify(calendars.map(entry)));
