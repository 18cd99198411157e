// Counts the texts on stdin (a JSON list) as X's own library does; prints a JSON list of numbers.
import { readFileSync } from "node:fs";
import twitter from "twitter-text";

const count = (text) => twitter.parseTweet(text).weightedLength;
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(count)));
