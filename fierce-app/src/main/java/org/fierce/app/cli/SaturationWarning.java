package org.fierce.app.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import org.fierce.app.report.Saturation;
import org.fierce.train.EpochMetrics;
import org.fierce.train.TrainingListener;

/** Says once for a method that its entropy term is saturated. May be shared by several runs. */
final class SaturationWarning implements TrainingListener {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final String method;
  private final Streams streams;
  private final AtomicBoolean isSaid = new AtomicBoolean();

  SaturationWarning(String method, Streams streams) {
    this.method = method;
    this.streams = streams;
  }

  @Override
  public void onEpoch(EpochMetrics metrics) {
    if (metrics.isSaturated() && isSaid.compareAndSet(false, true)) {
      String start = streams.errTerminal().isInteractive() ? CLEAR_LINE : "";
      streams.err().println(start + Saturation.sentence(method, metrics.saturation()));
    }
  }
}
