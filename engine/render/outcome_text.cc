#include "engine/render/outcome_text.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/model/overloaded.h"
#include "engine/render/layout.h"

namespace dgctl::engine {
namespace {

enum class Outcome { Failed, LeftOut, Skipped, Unheard, NotStarted };

struct Line {
  Outcome outcome;
  std::string address, why;
};

const char* word_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::Failed:
      return "failed";
    case Outcome::LeftOut:
      return "left out";
    case Outcome::Skipped:
      return "skipped";
    case Outcome::Unheard:
      return "no answer";
    case Outcome::NotStarted:
      return "not started";
  }
  return "";
}

std::string addresses_of(const Plan& plan, StepId step) {
  std::string text;
  for (const std::size_t change : plan.steps.at(step).changes) {
    text += (text.empty() ? "" : ", ") + shown(address_of(plan.changes.at(change)));
  }
  return text;
}

/// The lines in the order of the steps, those of one outcome together.
std::vector<Line> lines_of(const Plan& plan, const RunReport& report) {
  const std::set<StepId> unheard(report.unheard.begin(), report.unheard.end());
  std::vector<Line> lines;
  const auto add = [&](StepId step, Outcome outcome, const std::string& why) {
    for (const std::size_t change : plan.steps.at(step).changes) {
      lines.push_back({outcome, shown(address_of(plan.changes.at(change))), why});
    }
  };
  for (const Step& step : plan.steps) {
    const auto result = report.results.find(step.id);
    if (result == report.results.end()) {
      const bool is_unheard = unheard.contains(step.id);
      add(step.id, is_unheard ? Outcome::Unheard : Outcome::NotStarted, "");
      continue;
    }
    std::visit(
        Overloaded{
            [](const Applied&) {},
            [&](const Failed&) { add(step.id, Outcome::Failed, to_string(step.call)); },
            [&](const Stale&) { add(step.id, Outcome::LeftOut, "it moved meanwhile"); },
            [&](const Skipped& skipped) {
              add(step.id, Outcome::Skipped, "it needs " + addresses_of(plan, skipped.because_of));
            },
        },
        result->second);
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.outcome < b.outcome;
  });
  // One change may take several steps: what is worst of it is said.
  std::set<std::string> told;
  std::erase_if(lines, [&](const Line& line) { return !told.insert(line.address).second; });
  return lines;
}

}  // namespace

std::string outcome_for_people(const Plan& plan, const RunReport& report, const Style& style) {
  const std::vector<Line> lines = lines_of(plan, report);
  constexpr std::size_t kWordWidth = 13;
  constexpr std::size_t kWidestAddress = 48;
  std::size_t width = 0;
  for (const Line& line : lines) {
    const std::size_t taken = columns(line.address);
    if (taken <= kWidestAddress && !line.why.empty()) width = std::max(width, taken);
  }
  std::string text;
  std::size_t printed = 0;
  for (const Line& line : lines) {
    if (printed++ == kOutcomeLines) {
      text += "  and " + std::to_string(lines.size() - kOutcomeLines) + " more\n";
      break;
    }
    const std::string word = padded(word_of(line.outcome), kWordWidth);
    text += "  " + (line.outcome == Outcome::Failed ? style.red(word) : word);
    text += line.why.empty()
                ? line.address
                : padded(line.address, width) + "  " + shown(std::string_view(line.why));
    text += "\n";
  }
  return text;
}

}  // namespace dgctl::engine
