/// The exercises: the learner writes a lesson's class, the lesson's own tests check it, and every program can run on
/// it.
///
/// Above the ladder and `lesson`: no lesson imports it.
package gregor.exercise;
