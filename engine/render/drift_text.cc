#include "engine/render/drift_text.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/model/descriptor.h"
#include "engine/model/duration.h"
#include "engine/render/drift_groups.h"
#include "engine/render/drift_words.h"
#include "engine/render/layout.h"
#include "engine/render/phrases.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kInside = 6;        // where what belongs to a block begins
constexpr std::size_t kWidestName = 30;   // of a field; longer ones push what follows to the right
constexpr std::size_t kMany = 20;         // things: then their counts come first
constexpr std::size_t kMostPending = 20;  // that are listed; `dgctl plan` has them all

class DriftText {
 public:
  DriftText(const DriftReport& report, const Style& style)
      : report_(report), drift_(report.drift), style_(style) {}

  std::string render() {
    if (!drift_.drifted.empty()) print_drift();
    print_pending();
    print_hidden();
    print_ignored();
    if (!report_.interrupted.empty()) {
      out_ += indented(interrupted_text(report_.interrupted, report_.lock_holder), 0) + "\n";
    }
    for (const std::string& warning : drift_.warnings) {
      // The colour is put in after the text is broken: it takes no columns.
      out_ += style_.yellow("Warning:") +
              indented("Warning: " + ended(shown(std::string_view(warning))), 0).substr(8);
    }
    if (!drift_.warnings.empty()) out_ += "\n";
    print_end();
    return out_;
  }

 private:
  void print_drift() {
    std::string since = shown(std::string_view(report_.last_applied));
    if (!since.empty()) since = " since the last apply (" + since + ")";
    out_ += indented("Drift in " + shown(std::string_view(report_.host)) + " (" + report_.stack +
                         "/" + report_.target + ")" + since + ":",
                     0) +
            "\n";
    if (drift_.drifted.size() > kMany) print_counts();
    for (const DriftGroup& group : grouped(drift_.drifted)) print(group);
    out_ += "\n";
  }

  void print_counts() {
    std::map<std::string, std::map<DriftClass, std::size_t>> counts;
    std::size_t width = 0;
    for (const Drifted& one : drift_.drifted) {
      ++counts[one.address.kind][one.of];
      width = std::max(width, one.address.kind.size());
    }
    for (const auto& [kind, classes] : counts) {
      std::string text;
      for (const auto& [of, n] : classes) {
        text += (text.empty() ? "" : ", ") + std::to_string(n) + " " + words_of(of);
      }
      out_ += "  " + padded(kind, width) + "  " + text + "\n";
    }
    out_ += "\n";
  }

  [[nodiscard]] std::string symbol(DriftClass of) const {
    switch (of) {
      case DriftClass::Changed:
        return style_.yellow("~");
      case DriftClass::Vanished:
      case DriftClass::Wiped:
        return style_.red("-");
      case DriftClass::SecretExpiring:
      case DriftClass::ExceptionExpired:
        return style_.yellow("!");
    }
    return {};
  }

  void print(const DriftGroup& group) {
    const Drifted& one = *group.members.front();
    out_ += "  " + symbol(one.of) + " " + title(group) + "\n";
    print_fields(one);
    if (!one.note.empty()) out_ += indented(shown(std::string_view(one.note)), kInside);
    if (group.members.size() == 1) return;
    for (const std::string& line : member_lines(group)) {
      const std::vector<std::string> lines = broken(line, kTextWidth - kInside - 2);
      for (std::size_t i = 0; i < lines.size(); ++i) {
        out_ += std::string(i == 0 ? kInside : kInside + 2, ' ') + lines[i] + "\n";
      }
    }
  }

  /// A name that does not fit has a line of its own.
  [[nodiscard]] static std::string title(const DriftGroup& group) {
    const Drifted& one = *group.members.front();
    const std::size_t count = group.members.size();
    std::string text;
    if (count == 1) {
      text = shown(one.address);
    } else {
      text = std::to_string(count) + " " + descriptor_of(one.address.kind).plural;
      if (!group.principal.empty()) text += " of " + shown(std::string_view(group.principal));
    }
    text += "  " + words_of(one.of);
    if (count == 1 && !one.name.empty()) {
      const std::string name = "(" + shown(std::string_view(one.name)) + ")";
      const bool fits = columns(text + " " + name) <= kTextWidth - kInside + 2;
      text += (fits ? " " : "\n" + std::string(kInside, ' ')) + name;
    }
    return text;
  }

  /// Who moved stands once where that is the same for all fields.
  void print_fields(const Drifted& one) {
    std::size_t width = 0;
    for (const FieldDrift& field : one.fields) {
      const std::size_t wide = columns(shown(std::string_view(field.field)));
      if (wide <= kWidestName) width = std::max(width, wide);
    }
    for (std::size_t i = 0; i < one.fields.size(); ++i) {
      const FieldDrift& field = one.fields[i];
      print_field(field, width);
      const bool is_last = i + 1 == one.fields.size();
      if (is_last || one.fields[i + 1].mover != field.mover) print_mover(field.mover);
    }
    // Of a secret that ends nobody moved anything.
    if (one.fields.empty() && one.of != DriftClass::SecretExpiring) print_mover(one.mover);
  }

  void print_field(const FieldDrift& field, std::size_t width) {
    const std::string name = padded(shown(std::string_view(field.field)), width) + "  ";
    const std::size_t column = kInside + width + 2;
    const std::vector<std::string> lines = broken(became_of(field), kTextWidth - column);
    out_ += std::string(kInside, ' ') + name + lines.front() + "\n";
    for (std::size_t i = 1; i < lines.size(); ++i) {
      out_ += std::string(column, ' ') + lines[i] + "\n";
    }
  }

  void print_mover(Mover mover) {
    const std::string text = mover_text(mover, day_of(report_.last_applied));
    for (const std::string& line : broken(text, kTextWidth - kInside)) {
      out_ += std::string(kInside, ' ') + style_.dim(line) + "\n";
    }
  }

  void print_pending() {
    if (drift_.pending.empty()) return;
    out_ += "Configured and not applied yet, which is no drift:\n";
    std::size_t width = 0;
    const std::size_t count = std::min(drift_.pending.size(), kMostPending);
    for (std::size_t i = 0; i < count; ++i) {
      width = std::max(width, columns(shown(drift_.pending[i].address)));
    }
    width = std::min(width, kTextWidth / 2);
    for (std::size_t i = 0; i < count; ++i) print(drift_.pending[i], width);
    if (count < drift_.pending.size()) {
      out_ += "  and " + std::to_string(drift_.pending.size() - count) + " more\n";
    }
    out_ += "\n";
  }

  void print(const Pending& pending, std::size_t width) {
    std::string fields;
    for (const FieldChange& field : pending.fields) {
      fields += (fields.empty() ? " " : ", ") + shown(std::string_view(field.field));
    }
    const std::string head = padded(shown(pending.address), width) + "  ";
    const std::vector<std::string> lines =
        broken(shown(std::string_view(pending.action)) + fields, kTextWidth - width - 4);
    out_ += "  " + head + lines.front() + "\n";
    for (std::size_t i = 1; i < lines.size(); ++i) {
      out_ += std::string(width + 4, ' ') + lines[i] + "\n";
    }
  }

  void print_hidden() {
    if (drift_.hidden.empty()) return;
    out_ += "May not be seen, and may have drifted:\n";
    for (const HiddenRead& read : drift_.hidden) {
      out_ += indented(why_hidden(read), 2);
      for (const std::string& line : broken(listed(read.affects), kTextWidth - 4)) {
        if (!line.empty()) out_ += "    " + style_.dim(line) + "\n";
      }
    }
    out_ += "\n";
  }

  void print_ignored() {
    if (drift_.ignored.empty()) return;
    out_ += "Differences that the configuration ignores:\n";
    for (const Ignored& ignored : drift_.ignored) out_ += indented(ignored_text(ignored), 2);
    out_ += "\n";
  }

  void print_end() {
    out_ += style_.bold(drift_summary(report_)) + "\n";
    out_ +=
        plural(static_cast<std::size_t>(report_.requests_read), "request was", "requests were") +
        " needed to read it.\n";
    const std::string next = advice();
    if (!next.empty()) out_ += "\n" + next;
  }

  [[nodiscard]] std::size_t count(Remedy remedy, bool both_moved) const {
    return static_cast<std::size_t>(
        std::count_if(drift_.drifted.begin(), drift_.drifted.end(), [&](const Drifted& drifted) {
          return drifted.of != DriftClass::SecretExpiring && drifted.remedy == remedy &&
                 (drifted.mover == Mover::Both) == both_moved;
        }));
  }
  [[nodiscard]] std::size_t count(Remedy remedy) const {
    return count(remedy, false) + count(remedy, true);
  }

  /// What to do about the classes that there are, and about what is pending.
  [[nodiscard]] std::string advice() const {
    std::map<DriftClass, std::size_t> counts = count_by_class(drift_);
    const std::size_t both = count(Remedy::PutBack, true);
    const std::size_t back = count(Remedy::PutBack, false);
    const std::size_t blocked = count(Remedy::Blocked);
    std::string text;
    if (both > 0) {
      text += "Where the configuration has moved too, `dgctl apply` sets what it asks for now.\n";
    }
    std::string sentences;
    if (back > 0) {
      sentences = std::string("`dgctl apply` puts ") + (back == 1 ? "it" : "them") + " back" +
                  (blocked > 0 ? " once nothing is in its way." : ".");
    }
    if (const std::string accept = acceptable(drift_.drifted.size()); !accept.empty()) {
      sentences += (sentences.empty() ? "" : " ") + accept;
      text += indented(sentences, 0) + "  dgctl drift accept ADDR --until D --because TEXT\n";
    } else if (!sentences.empty()) {
      text += indented(sentences, 0);
    }
    if (count(Remedy::OnlyRecorded) > 0) {
      text += indented(
          "What was only added stays: `dgctl apply` records it, and it is no drift any more. What "
          "is not to stay, take away in the workspace.",
          0);
    }
    if (count(Remedy::Left) > 0) {
      text += indented("What is protected and no longer configured stays as it is, and drift.", 0);
    }
    if (blocked > 0) {
      text += indented(
          "What vanished and is not made here has to come back from whoever made it, or to leave "
          "the configuration; of a name that another one bears now `dgctl plan` says what to "
          "write. "
          "Until then `dgctl plan` and `dgctl apply` end with an error.",
          0);
    }
    if (counts[DriftClass::SecretExpiring] > 0) {
      text += "`dgctl apply` adds a second secret beside one that is expiring.\n";
    }
    if (!drift_.pending.empty()) {
      text += "`dgctl plan` shows what is pending, `dgctl apply` carries it out.\n";
    }
    return text;
  }

  /// What comes before the command that accepts one of so many drifted things; "": no exception can
  /// cover any.
  [[nodiscard]] std::string acceptable(std::size_t all) const {
    std::set<Address> addresses;
    for (const Drifted& drifted : drift_.drifted) {
      if (drifted.can_be_accepted) addresses.insert(drifted.address);
    }
    if (addresses.empty()) return {};
    std::string what = "it for a while";
    if (addresses.size() > 1) what = "one for a while";
    if (addresses.size() == 1 && all > 1) what = shown(*addresses.begin()) + " for a while";
    if (addresses.size() > 1 && addresses.size() < all) {
      what += " (" + std::to_string(addresses.size()) + " of them can be)";
    }
    return "To accept " + what + ", add what this prints:";
  }

  const DriftReport& report_;
  const Drift& drift_;
  const Style& style_;
  std::string out_;
};

}  // namespace

std::string drift_for_people(const DriftReport& report, const Style& style) {
  return DriftText(report, style).render();
}

}  // namespace dgctl::engine
