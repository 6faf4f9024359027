/// Lesson 18: a door for curl.
package gregor.http;
