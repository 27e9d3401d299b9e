#include "engine/render/verify_text.h"

#include <vector>

#include "engine/render/layout.h"
#include "engine/render/phrases.h"
#include "engine/render/verify_words.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kMark = 9;    // what "skipped" and two spaces take
constexpr std::size_t kFewest = 4;  // skipped alike, that are told as one

class VerifyText {
 public:
  VerifyText(const VerifyReport& report, const Style& style) : report_(report), style_(style) {}

  std::string render() {
    out_ = indented(
        shown(std::string_view(report_.host)) + " (" + report_.stack + "/" + report_.target + ")",
        0);
    for (const VerifiedGraph& graph : report_.graphs) print(graph);
    print_what_to_do();
    const std::string summary = verify_summary(report_);
    out_ += "\n" + (is_verified(report_) ? style_.green(summary) : style_.red(summary)) + "\n" +
            plural(static_cast<std::size_t>(report_.requests), "request was", "requests were") +
            " needed.\n";
    return out_;
  }

 private:
  [[nodiscard]] std::string mark(Judgement judgement) const {
    const std::string word = to_string(judgement);
    const std::string space(kMark - word.size(), ' ');
    switch (judgement) {
      case Judgement::Passed:
        return style_.green(word) + space;
      case Judgement::Failed:
        return style_.red(word) + space;
      case Judgement::Unknown:
      case Judgement::Excess:
        return style_.yellow(word) + space;
      case Judgement::Skipped:
        return style_.dim(word) + space;
    }
    return {};
  }

  void print(const VerifiedGraph& graph) {
    out_ += "\n" + style_.bold("data graph " + shown(std::string_view(graph.key))) + "\n" +
            indented(identity_line(graph), 2);
    print(graph, "what must work", false);
    print(graph, "what must be denied", true);
    if (!graph.notes.empty()) out_ += "\n";
    for (const std::string& note : graph.notes) {
      out_ += indented("note: " + shown(std::string_view(note)), 2);
    }
  }

  void print(const VerifiedGraph& graph, const char* title, bool is_denied) {
    std::vector<const CheckResult*> results;
    for (const CheckResult& result : graph.results) {
      if ((result.check.expected == Expectation::Denied) == is_denied) results.push_back(&result);
    }
    if (!results.empty()) out_ += "\n" + style_.bold(title) + "\n";
    for (std::size_t i = 0; i < results.size();) {
      const std::size_t alike = skipped_alike(results, i);
      const bool is_one = alike < kFewest;
      print(results[i]->judgement,
            is_one ? check_line(*results[i])
                   : plural(alike, "check", "checks") + ": " +
                         shown(std::string_view(results[i]->text)));
      i += is_one ? 1 : alike;
    }
  }

  /// How many from there on were not run for the same reason.
  static std::size_t skipped_alike(const std::vector<const CheckResult*>& results,
                                   std::size_t from) {
    std::size_t end = from;
    while (end < results.size() && results[end]->judgement == Judgement::Skipped &&
           results[end]->text == results[from]->text) {
      ++end;
    }
    return end - from;
  }

  void print(Judgement judgement, const std::string& text) {
    const std::vector<std::string> lines = broken(text, kTextWidth - kMark - 2);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      out_ += "  " + (i == 0 ? mark(judgement) : std::string(kMark, ' ')) + lines[i] + "\n";
    }
  }

  void print_what_to_do() {
    for (const VerifiedGraph& graph : report_.graphs) {
      for (const CheckResult& result : graph.results) {
        if (needs_attention(result)) add_to_cures(result, graph.client_id);
      }
    }
    if (!cures_.empty()) out_ += "\n" + style_.bold("what to do") + "\n";
    for (const Cure& cure : cures_) print_cure(cure);
  }

  /// What cures one check, and as many others as have the same cure.
  struct Cure {
    const CheckResult* first;
    const Principal* client_id;
    std::size_t others = 0;
  };

  void add_to_cures(const CheckResult& result, const Principal& client_id) {
    for (Cure& cure : cures_) {
      if (cure.first->missing != result.missing || cure.first->remedies != result.remedies ||
          cure.first->held != result.held || *cure.client_id != client_id) {
        continue;
      }
      ++cure.others;
      return;
    }
    cures_.push_back({&result, &client_id});
  }

  void print_cure(const Cure& cure) {
    const CheckResult& result = *cure.first;
    std::string title = "- " + shown(std::string_view(result.check.name));
    if (!result.check.places.empty() && !result.check.places.front().file.empty()) {
      title += " (" + shown(std::string_view(to_text(result.check.places.front()))) + ")";
    }
    if (cure.others > 0) title += " and " + std::to_string(cure.others) + " more";
    out_ += indented(title + ":", 2);
    const std::string which = missing_label(result);
    for (const MissingGrant& missing : result.missing) {
      out_ += indented(which + missing_line(missing, *cure.client_id), 4);
      if (!missing.sql.empty()) {
        out_ += "      " + style_.cyan(shown(std::string_view(missing.sql)) + ";") + "\n";
      }
    }
    for (const HeldGrant& held : result.held) {
      out_ += indented(shown(std::string_view(held.text)) + (held.sql.empty() ? "" : ":"), 4);
      if (!held.sql.empty()) {
        out_ += "      " + style_.cyan(shown(std::string_view(held.sql)) + ";") + "\n";
      }
    }
    for (const std::string& remedy : result.remedies) {
      out_ += indented(shown(std::string_view(remedy)), 4);
    }
  }

  const VerifyReport& report_;
  const Style& style_;
  std::vector<Cure> cures_;
  std::string out_;
};

}  // namespace

std::string verify_for_people(const VerifyReport& report, const Style& style) {
  return VerifyText(report, style).render();
}

}  // namespace dgctl::engine
