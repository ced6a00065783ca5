package org.fierce.evaluate;

import org.fierce.embed.Embeddings;
import org.fierce.labels.CoarseLabels;
import org.fierce.labels.FineTargets;

/**
 * What an evaluator works on: frozen embeddings of training rows (to fit on or to look up in) and
 * of test rows (to score).
 *
 * @param reference embeddings of the training rows
 * @param referenceCoarse their coarse labels
 * @param referenceFine their fine targets
 * @param query embeddings of the test rows
 * @param queryCoarse their coarse labels
 * @param queryFine their fine targets, of the same kind and names as the reference's
 * @param seed of episodes, splits and bootstrap draws
 */
public record Evaluation(
    Embeddings reference,
    CoarseLabels referenceCoarse,
    FineTargets referenceFine,
    Embeddings query,
    CoarseLabels queryCoarse,
    FineTargets queryFine,
    long seed) {}
