#include "engine/render/doctor_text.h"

#include <algorithm>
#include <optional>

#include "engine/render/layout.h"
#include "engine/render/phrases.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kMark = 9;  // what "warning" and two spaces take
constexpr std::size_t kMostOf = 3;

bool has_cure(const Check& check) { return !check.sql.empty() || !check.steps.empty(); }
bool is_aside(const Check& check) { return check.finding != Finding::Ok && !check.blocks; }

class DoctorText {
 public:
  DoctorText(const Checkup& checkup, const Style& style) : checkup_(checkup), style_(style) {}

  std::string render() {
    out_ = indented(shown(std::string_view(checkup_.host)) + " (" + checkup_.stack + "/" +
                        checkup_.target + ")",
                    0) +
           "\n";
    print_checks();
    print_aside();
    print_cures();
    print_end();
    return out_;
  }

 private:
  [[nodiscard]] std::string mark(Finding finding) const {
    const std::string word = to_string(finding);
    const std::string space(kMark - word.size(), ' ');
    switch (finding) {
      case Finding::Ok:
        return style_.green(word) + space;
      case Finding::Missing:
        return style_.red(word) + space;
      case Finding::Unknown:
      case Finding::Warning:
        return style_.yellow(word) + space;
    }
    return {};
  }

  void print(const Check& check) {
    std::string text = shown(std::string_view(check.name)) + needed_by(check);
    if (!check.text.empty()) text += ": " + shown(std::string_view(check.text));
    const std::vector<std::string> lines = broken(text, kTextWidth - kMark - 2);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      out_ += "  " + (i == 0 ? mark(check.finding) : std::string(kMark, ' ')) + lines[i] + "\n";
    }
  }

  void print_checks() {
    std::optional<Topic> topic;
    for (const Check& check : checkup_.checks) {
      if (is_aside(check)) continue;
      if (topic != check.topic) out_ += style_.bold(to_string(check.topic)) + "\n";
      topic = check.topic;
      print(check);
    }
  }

  void print_aside() {
    if (std::none_of(checkup_.checks.begin(), checkup_.checks.end(), is_aside)) return;
    out_ += "\n" + style_.bold("no obstacle to apply, and worth a look") + "\n";
    for (const Check& check : checkup_.checks) {
      if (is_aside(check)) print(check);
    }
  }

  static std::string needed_by(const Check& check) {
    if (check.of.empty()) return {};
    std::vector<Address> some(
        check.of.begin(),
        check.of.begin() + static_cast<std::ptrdiff_t>(std::min(check.of.size(), kMostOf)));
    std::string text = ", for " + listed(some);
    if (check.of.size() > kMostOf) {
      text += " and " + std::to_string(check.of.size() - kMostOf) + " more";
    }
    return text;
  }

  void print_cures() {
    if (std::none_of(checkup_.checks.begin(), checkup_.checks.end(), has_cure)) return;
    out_ += "\n" + style_.bold("what to do") + "\n";
    std::vector<std::string> told;
    for (const Check& check : checkup_.checks) {
      const bool is_new = std::find(told.begin(), told.end(), check.who) == told.end();
      if (check.sql.empty() || !is_new) continue;
      told.push_back(check.who);
      print_sql_of(check.who);
    }
    for (const Check& check : checkup_.checks) print_steps(check);
  }

  /// All that the same people may run, in one piece to be copied.
  void print_sql_of(const std::string& who) {
    out_ += item(who + (who.empty() ? "SQL:" : " runs:"));
    for (const Check& check : checkup_.checks) {
      if (check.who != who) continue;
      for (const std::string& sql : check.sql) {
        out_ += "      " + style_.cyan(shown(std::string_view(sql)) + ";") + "\n";
      }
    }
  }

  void print_steps(const Check& check) {
    if (check.steps.empty()) return;
    std::string title = shown(std::string_view(check.name));
    if (!check.who.empty()) title += ", from " + check.who;
    out_ += item(title + ":");
    for (const std::string& step : check.steps) out_ += indented(shown(std::string_view(step)), 6);
  }

  static std::string item(const std::string& title) {
    std::string text;
    for (const std::string& line : broken(title, kTextWidth - 4)) {
      text += (text.empty() ? "  - " : "    ") + line + "\n";
    }
    return text;
  }

  void print_end() {
    const auto of = [&](Finding finding, bool is_right) {
      return static_cast<std::size_t>(
          std::count_if(checkup_.checks.begin(), checkup_.checks.end(), [&](const Check& check) {
            return check.blocks && check.finding == finding && check.is_right == is_right;
          }));
    };
    const std::size_t rights = of(Finding::Missing, true);
    const std::size_t others = of(Finding::Missing, false);
    const std::size_t unknown = of(Finding::Unknown, true) + of(Finding::Unknown, false);
    out_ += "\n";
    if (verdict_of(checkup_) == Verdict::Ready) {
      out_ += style_.green("Ready: apply would get through.") + "\n";
    } else {
      std::string text;
      const auto add = [&](std::size_t n, const std::string& one, const std::string& many) {
        if (n > 0) text += (text.empty() ? "" : ", ") + plural(n, one, many);
      };
      const auto is_missing_login = [](const Check& check) {
        return check.topic == Topic::Identity && check.is_right && check.blocks;
      };
      if (std::any_of(checkup_.checks.begin(), checkup_.checks.end(), is_missing_login)) {
        text = "the login is missing";
      } else {
        add(rights, "right is missing", "rights are missing");
      }
      add(others, "thing is in the way", "things are in the way");
      add(unknown, "is unknown", "are unknown");
      out_ += style_.red("Not ready:") + indented("Not ready: " + text + ".", 0).substr(10);
    }
    out_ +=
        plural(static_cast<std::size_t>(checkup_.requests_read), "request was", "requests were") +
        " needed to look; nothing was changed.\n";
  }

  const Checkup& checkup_;
  const Style& style_;
  std::string out_;
};

}  // namespace

std::string doctor_for_people(const Checkup& checkup, const Style& style) {
  return DoctorText(checkup, style).render();
}

}  // namespace dgctl::engine
