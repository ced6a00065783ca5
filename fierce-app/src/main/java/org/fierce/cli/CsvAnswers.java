package org.fierce.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.fierce.data.csv.CsvText;
import org.fierce.model.Prediction;

/** A CSV file whose header is the same for all that one model answers. */
final class CsvAnswers implements AnswerWriter {
  private final AnswerParts parts;
  private boolean isBegun;

  CsvAnswers(AnswerParts parts) {
    this.parts = parts;
  }

  private List<String> header() {
    List<String> header = new ArrayList<>(List.of("id", "coarse", "coarseProbability"));
    if (parts.fine()) {
      header.addAll(List.of("fine", "fineProbability", "isUnknown"));
    }
    if (parts.number()) {
      header.addAll(List.of("number", "low", "high"));
    }
    parts.shares().forEach(share -> header.add("shares." + share));
    for (int i = 1; i <= parts.nearest(); i++) {
      header.add("nearest" + i);
    }
    header.addAll(List.of("notes", "error"));
    return header;
  }

  @Override
  public String rows(List<Answered> rows) {
    CsvText text = new CsvText();
    if (!isBegun) {
      text.add(header());
      isBegun = true;
    }
    rows.forEach(row -> text.add(cells(row)));
    return text.toString();
  }

  private List<String> cells(Answered each) {
    List<String> cells = new ArrayList<>(List.of(each.row().id()));
    Prediction prediction = each.prediction();
    if (prediction == null) {
      cells.addAll(Collections.nCopies(header().size() - 2, ""));
      cells.add(String.valueOf(each.row().problem()));
      return cells;
    }
    cells.add(prediction.coarse());
    cells.add(rounded(prediction.coarseProbability()));
    if (parts.fine()) {
      Prediction.FineClass fine = prediction.fine();
      cells.add(fine == null ? "" : fine.name());
      cells.add(fine == null ? "" : rounded(fine.probability()));
      cells.add(Boolean.toString(fine == null || fine.isUnknown()));
    }
    if (parts.number()) {
      Prediction.FineNumber number = prediction.number();
      cells.add(number == null ? "" : shortened(number.value()));
      cells.add(number == null ? "" : shortened(number.low()));
      cells.add(number == null ? "" : shortened(number.high()));
    }
    for (String share : parts.shares()) {
      Double value = prediction.shares().get(share);
      cells.add(value == null ? "" : rounded(value));
    }
    for (int i = 0; i < parts.nearest(); i++) {
      cells.add(i < each.nearest().size() ? each.nearest().get(i).id() : "");
    }
    cells.add(prediction.notes().stream().map(Object::toString).collect(Collectors.joining("; ")));
    cells.add("");
    return cells;
  }

  private static String rounded(double probability) {
    return Double.toString(AnswerWriter.rounded(probability));
  }

  private static String shortened(double number) {
    return Double.toString(AnswerWriter.shortened(number));
  }
}
