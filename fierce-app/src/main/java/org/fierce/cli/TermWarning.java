package org.fierce.cli;

import java.util.EnumSet;
import java.util.Set;
import org.fierce.loss.TermHealth.Fault;
import org.fierce.report.TermFaults;
import org.fierce.report.VisibleText;
import org.fierce.train.EpochMetrics;
import org.fierce.train.TrainingListener;

/**
 * Says once for a method what is wrong with its entropy term, for each fault it shows. May be
 * shared by several runs.
 */
final class TermWarning implements TrainingListener {
  private final String method;
  private final Streams streams;
  private final Set<Fault> said = EnumSet.noneOf(Fault.class);

  TermWarning(String method, Streams streams) {
    this.method = VisibleText.of(method);
    this.streams = streams;
  }

  @Override
  public void onEpoch(EpochMetrics metrics) {
    Fault fault = metrics.termFault();
    if (fault != null && isNew(fault)) {
      streams.warn(TermFaults.sentence(method, fault, metrics.health(), metrics.coarseAccuracy()));
    }
  }

  private boolean isNew(Fault fault) {
    synchronized (said) {
      return said.add(fault);
    }
  }
}
