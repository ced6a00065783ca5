package org.fierce.report;

/** The part of the report that says where its numbers come from and how to make them again. */
final class ProvenanceSection {
  private ProvenanceSection() {}

  static void write(Html page, Results results) {
    String command = results.command();
    if (results.facts().isEmpty() && results.configuration().isEmpty() && command == null) {
      return;
    }
    page.raw("<section id=\"provenance\"><h2>Where the numbers come from</h2>\n");
    if (command != null) {
      page.raw("<p class=\"aside\">This line, given in this folder, repeats ")
          .raw(results.comparison() ? "the comparison" : "the run")
          .raw(" into another one.</p>\n<div class=\"command\"><pre id=\"command\">")
          .text(command)
          .raw(
              "</pre><button type=\"button\" data-copies=\"command\" hidden>Copy</button></div>\n");
    }
    if (!results.facts().isEmpty()) {
      page.raw("<details><summary>Version, data, machine</summary><dl>");
      results.facts().forEach((key, value) -> page.element("dt", "", key).element("dd", "", value));
      page.raw("</dl></details>\n");
    }
    if (!results.configuration().isEmpty()) {
      page.raw("<details><summary>Configuration</summary>")
          .element("pre", "tabindex=\"0\"", results.configuration())
          .raw("</details>\n");
    }
    page.raw("</section>\n");
  }
}
