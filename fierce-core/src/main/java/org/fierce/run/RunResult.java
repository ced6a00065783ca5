package org.fierce.run;

/**
 * How a run ended.
 *
 * @param scores what it scored
 * @param seconds wall-clock time it took, when it ran
 * @param isNew whether it ran now, rather than being found finished
 */
public record RunResult(Scores scores, double seconds, boolean isNew) {}
