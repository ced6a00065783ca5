package org.fierce.train;

import org.fierce.data.Dataset;
import org.fierce.data.Normalisation;

/**
 * Rows that are scored after every epoch and never trained on.
 *
 * @param data the rows
 * @param normalisation the training rows' own
 */
public record Validation(Dataset data, Normalisation normalisation) {}
