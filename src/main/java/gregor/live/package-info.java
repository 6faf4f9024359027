/// The tool that turns the cells of the lessons into a script for the pages of `./gregor site`.
package gregor.live;
