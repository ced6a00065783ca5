package org.fierce.model;

import org.fierce.labels.FineValue;
import org.jspecify.annotations.Nullable;

/**
 * A training row that is near to another row.
 *
 * @param id of the training row, as its data set names it
 * @param cosine of the angle between the features of both rows, -1 to 1, 1 where they point to the
 *     same side; 0 where one has only zeros
 * @param coarse its coarse class
 * @param fine its fine class, number or shares; null where it was not known
 */
public record NearestRow(String id, double cosine, String coarse, @Nullable FineValue fine) {}
