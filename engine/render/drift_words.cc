#include "engine/render/drift_words.h"

#include <set>

#include "engine/model/descriptor.h"
#include "engine/render/phrases.h"
#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

const char* verb_of(DriftClass of) {
  switch (of) {
    case DriftClass::Changed:
      return "changed";
    case DriftClass::Vanished:
      return "vanished";
    case DriftClass::Wiped:
      return "was wiped";
    case DriftClass::SecretExpiring:
      return "is expiring";
    case DriftClass::ExceptionExpired:
      return "differs, and the exception for it has expired";
  }
  return "";
}

/// A value inside a sentence: a text that holds the sentence's own marks is quoted.
std::string apart(const std::optional<Value>& value) {
  const std::string text = shown(value ? &*value : nullptr);
  const bool is_text = value && value->text() != nullptr;
  const bool misleads = text.find_first_of(",;") != std::string::npos && !text.starts_with('"');
  return is_text && misleads ? "\"" + text + "\"" : text;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

}  // namespace

std::string words_of(DriftClass of) {
  std::string words = to_string(of);
  for (char& c : words) {
    if (c == '_') c = ' ';
  }
  return words;
}

std::string became_of(const FieldDrift& field) {
  std::string text = lost_and_gained(field.lost, field.gained);
  if (text.empty()) text = "was " + apart(field.recorded) + ", is " + apart(field.live);
  if (field.mover == Mover::Both) {
    text += "; the configuration asks for " + (field.desired ? apart(field.desired) : "nothing");
  }
  return text;
}

std::string became_of(const Drifted& drifted) {
  std::string text = shown(drifted.address);
  if (!drifted.name.empty()) text += " (" + shown(std::string_view(drifted.name)) + ")";
  text += std::string(" ") + verb_of(drifted.of);
  std::string fields;
  for (const FieldDrift& field : drifted.fields) {
    fields += (fields.empty() ? ": " : "; ") + shown(std::string_view(field.field)) + " " +
              became_of(field);
  }
  return text + fields;
}

std::vector<std::string> account_of(const Drifted& drifted, const DriftReport& report) {
  Mover mover = drifted.mover;
  for (const FieldDrift& field : drifted.fields) {
    if (field.mover == Mover::Both) mover = Mover::Both;
  }
  std::vector<std::string> sentences{became_of(drifted)};
  // Of a secret that ends nobody moved anything.
  if (drifted.of != DriftClass::SecretExpiring) {
    sentences.push_back(capitalised(mover_text(mover, report.last_applied)));
  }
  if (!drifted.note.empty()) {
    sentences.push_back(capitalised(shown(std::string_view(drifted.note))));
  }
  for (std::string& sentence : sentences) sentence += '.';
  return sentences;
}

std::string remedy_of(DriftClass of) {
  switch (of) {
    case DriftClass::Changed:
      return "`dgctl apply` puts it back, or says why it leaves it. What is to stay belongs in the "
             "configuration; `dgctl "
             "drift accept ADDR --until D --because TEXT` prints the exception that accepts it for "
             "a while, where the configuration has a place for one.";
    case DriftClass::Vanished:
      return "`dgctl apply` makes it again if dgctl made it; what somebody else makes has to come "
             "back from there. What is not wanted any more leaves the configuration.";
    case DriftClass::Wiped:
      return "`dgctl apply` grants it again. Whatever drops a table or view and makes it anew "
             "takes "
             "the grants with it each time; a grant on its schema stays.";
    case DriftClass::SecretExpiring:
      return "`dgctl apply` adds a second secret and stores it in the sink. Put that one where the "
             "first is used; `dgctl rotate --retire` then deletes the first.";
    case DriftClass::ExceptionExpired:
      return "`dgctl apply` puts it back. If the difference is still wanted, give the exception "
             "another `until`, or write it into the configuration.";
  }
  return {};
}

std::map<DriftClass, std::size_t> count_by_class(const Drift& drift) {
  std::map<DriftClass, std::size_t> counts;
  for (const DriftClass of : kDriftClasses) counts[of] = 0;
  for (const Drifted& drifted : drift.drifted) ++counts[drifted.of];
  return counts;
}

std::vector<Address> hidden_addresses(const Drift& drift) {
  std::set<Address> all;
  for (const HiddenRead& read : drift.hidden) all.insert(read.affects.begin(), read.affects.end());
  return {all.begin(), all.end()};
}

std::vector<std::string> kinds_in_order() {
  std::vector<std::string> kinds;
  for (const Descriptor& descriptor : descriptors()) kinds.push_back(descriptor.kind);
  return kinds;
}

namespace {

std::string no_drift(const DriftReport& report, const std::string& open) {
  if (report.last_applied.empty() && !report.interrupted.empty()) {
    return "The first apply is not over, so nothing can have drifted.";
  }
  if (report.last_applied.empty()) return "Nothing was applied yet, so nothing can have drifted.";
  const Drift& drift = report.drift;
  if (drift.hidden.empty() && !drift.ignored.empty()) {
    return "No drift but what the configuration ignores.";
  }
  return drift.hidden.empty() ? kNoDrift : "No drift in what may be seen; " + open + ".";
}

}  // namespace

std::string drift_summary(const DriftReport& report) {
  const Drift& drift = report.drift;
  std::string found;
  for (const auto& [of, n] : count_by_class(drift)) {
    if (n > 0) found += (found.empty() ? "" : ", ") + std::to_string(n) + " " + words_of(of);
  }
  std::string open;
  if (!drift.pending.empty()) open += std::to_string(drift.pending.size()) + " pending";
  if (!drift.hidden.empty()) {
    open += (open.empty() ? "" : ", ") + std::to_string(drift.hidden.size()) + " hidden";
  }
  if (!found.empty()) return "Drift: " + found + (open.empty() ? "" : "; " + open) + ".";
  return no_drift(report, open);
}

}  // namespace dgctl::engine
