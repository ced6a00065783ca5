package org.fierce.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.fierce.model.NearestRow;
import org.fierce.model.Prediction;

/** One JSON object a line, with the keys of what the model answers. */
final class JsonAnswers implements AnswerWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AnswerParts parts;

  JsonAnswers(AnswerParts parts) {
    this.parts = parts;
  }

  @Override
  public String rows(List<Answered> rows) {
    StringBuilder lines = new StringBuilder();
    for (Answered each : rows) {
      try {
        lines.append(JSON.writeValueAsString(object(each))).append('\n');
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return lines.toString();
  }

  private ObjectNode object(Answered each) {
    ObjectNode object = JSON.createObjectNode().put("id", each.row().id());
    Prediction prediction = each.prediction();
    if (prediction == null) {
      return object.put("error", each.row().problem());
    }
    object.put("coarse", prediction.coarse());
    object.put("coarseProbability", AnswerWriter.rounded(prediction.coarseProbability()));
    if (parts.fine()) {
      Prediction.FineClass fine = prediction.fine();
      object.put("fine", fine == null ? null : fine.name());
      object.put("fineProbability", fine == null ? null : AnswerWriter.rounded(fine.probability()));
      object.put("isUnknown", fine == null || fine.isUnknown());
    }
    if (parts.number()) {
      Prediction.FineNumber number = prediction.number();
      object.put("number", number == null ? null : AnswerWriter.shortened(number.value()));
      object.put("low", number == null ? null : AnswerWriter.shortened(number.low()));
      object.put("high", number == null ? null : AnswerWriter.shortened(number.high()));
    }
    if (!parts.shares().isEmpty()) {
      ObjectNode shares = object.putObject("shares");
      prediction.shares().forEach((name, share) -> shares.put(name, AnswerWriter.rounded(share)));
    }
    if (parts.nearest() > 0) {
      ArrayNode nearest = object.putArray("nearest");
      for (NearestRow row : each.nearest()) {
        ObjectNode one = nearest.addObject().put("id", row.id()).put("coarse", row.coarse());
        if (row.fine() != null) {
          one.set("fine", JSON.valueToTree(row.fine()));
        }
        one.put("cosine", AnswerWriter.rounded(row.cosine()));
      }
    }
    if (!prediction.notes().isEmpty()) {
      ArrayNode notes = object.putArray("notes");
      prediction.notes().forEach(note -> notes.add(note.toString()));
    }
    return object;
  }
}
