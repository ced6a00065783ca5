package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.fierce.engine.Device;
import org.fierce.kinds.Kinds;
import org.junit.jupiter.api.Test;

class TrainingSpecTest {
  private static final String JSON =
      """
      {"epochs":12,"batch":256,
       "optimiser":{"kind":"sgd","rate":0.1,"momentum":0.9,"nesterov":true,"weightDecay":5.0E-4},
       "schedule":{"kind":"step","milestones":[6,9],"factor":0.1,"warmUpEpochs":1.0},
       "averaging":0.999,"threads":1,"device":"cpu"}""";

  @Test
  void bindsToConfigurationAndBack() throws Exception {
    ObjectMapper mapper = Kinds.all().register(new ObjectMapper());
    TrainingSpec spec = mapper.readValue(JSON, TrainingSpec.class);
    assertThat(spec.optimiser()).isEqualTo(OptimiserSpec.sgd(0.1));
    assertThat(spec.schedule()).isEqualTo(new ScheduleSpec.Step(java.util.List.of(6, 9), 0.1, 1));
    assertThat(spec.device()).isEqualTo(Device.CPU);
    assertThat(mapper.readTree(mapper.writeValueAsString(spec))).isEqualTo(mapper.readTree(JSON));
  }

  @Test
  void bindsEveryKind() throws Exception {
    ObjectMapper mapper = Kinds.all().register(new ObjectMapper());
    for (OptimiserSpec spec :
        new OptimiserSpec[] {
          OptimiserSpec.sgd(1), OptimiserSpec.adam(1e-3), OptimiserSpec.adamW(1e-3)
        }) {
      String json = mapper.writerFor(OptimiserSpec.class).writeValueAsString(spec);
      assertThat(mapper.readValue(json, OptimiserSpec.class)).isEqualTo(spec);
    }
    for (ScheduleSpec spec :
        new ScheduleSpec[] {
          ScheduleSpec.constant(),
          ScheduleSpec.step(1),
          ScheduleSpec.cosine(),
          ScheduleSpec.oneCycle()
        }) {
      String json = mapper.writerFor(ScheduleSpec.class).writeValueAsString(spec);
      assertThat(mapper.readValue(json, ScheduleSpec.class)).isEqualTo(spec);
    }
  }

  @Test
  void wrongNumbersAreNamed() {
    OptimiserSpec adam = OptimiserSpec.adam(1e-3);
    ScheduleSpec constant = ScheduleSpec.constant();
    assertThatThrownBy(() -> TrainingSpec.of(0, 2, adam, constant))
        .hasMessageContaining("epochs is 0");
    assertThatThrownBy(() -> new TrainingSpec(1, 2, adam, constant, 1, 1, Device.CPU))
        .hasMessageContaining("averaging is 1.0");
    assertThatThrownBy(() -> OptimiserSpec.adam(-1)).hasMessageContaining("rate is -1.0");
    assertThatThrownBy(() -> OptimiserSpec.adam(Double.NaN)).hasMessageContaining("rate is NaN");
    assertThatThrownBy(() -> new OptimiserSpec.Adam(1, 1, 0.9, 1e-8, 0))
        .hasMessageContaining("beta1 is 1.0");
    assertThatThrownBy(() -> new OptimiserSpec.AdamW(1, 0.9, 0.9, 0, 0))
        .hasMessageContaining("epsilon is 0.0");
    assertThatThrownBy(() -> new OptimiserSpec.Sgd(1, 0, true, 0))
        .hasMessageContaining("above 0 for nesterov");
  }
}
