/// Lesson 11: a door for curl.
package gregor.http;
