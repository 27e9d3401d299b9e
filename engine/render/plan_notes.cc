#include "engine/render/plan_notes.h"

#include <algorithm>

#include "engine/render/change_words.h"
#include "engine/render/layout.h"
#include "engine/render/phrases.h"

namespace dgctl::engine {
namespace {

class PlanNotes {
 public:
  PlanNotes(const PlanFile& file, const Style& style)
      : file_(file), plan_(file.plan), style_(style) {}

  std::string render() {
    print_held();
    print_previous_secrets();
    print_kept();
    print_hidden();
    if (!plan_.ignored.empty()) section("Differences that the configuration ignores:");
    for (const Ignored& ignored : plan_.ignored) {
      out_ += "  " + ignored_text(ignored) + "\n";
    }
    if (!plan_.unmanaged.empty()) section("No longer managed, the live value stays:");
    for (const Unmanaged& field : plan_.unmanaged) {
      out_ += "  " + shown(field.address) + "  " + field.field + "\n";
    }
    if (!file_.interrupted.empty()) {
      out_ += interrupted_text(file_.interrupted, file_.lock_holder) + "\n";
    }
    for (const std::string& warning : plan_.warnings) {
      out_ += style_.yellow("Warning: ") + ended(shown(std::string_view(warning))) + "\n";
    }
    return out_;
  }

 private:
  void section(const std::string& title) { out_ += title + "\n"; }

  void print_held() {
    if (plan_.held.empty()) return;
    section("Held beyond the configuration, left as it is (excess: report):");
    for (const Held& held : plan_.held) {
      if (!held.fresh.empty()) {
        const std::string who = held.mover == Mover::CannotTell
                                    ? "not seen before"
                                    : mover_text(held.mover, file_.last_applied);
        out_ +=
            "  " + shown(held.address) + "  " + shown(held.fresh) + "  " + style_.dim(who) + "\n";
      }
      if (!held.known.empty()) {
        out_ += "  " + shown(held.address) + "  " + shown(held.known) + "  " +
                style_.dim("there at the last apply already") + "\n";
      }
    }
  }

  void print_previous_secrets() {
    if (plan_.previous_secrets.empty()) return;
    section("In use beside the newest secret:");
    for (const PreviousSecret& secret : plan_.previous_secrets) {
      out_ += "  " + shown(secret.address) + "  " + shown(std::string_view(secret.id));
      if (!secret.expires.empty()) out_ += ", until " + shown(std::string_view(secret.expires));
      out_ += secret.retire == "confirmed"
                  ? "; `dgctl rotate --retire` deletes it once nobody uses it\n"
                  : "; deleted " + shown(std::string_view(secret.retire)) +
                        " after the newest was made\n";
    }
  }

  void print_kept() {
    if (plan_.kept.empty()) return;
    section("Not deleted:");
    std::size_t width = 0;
    for (const Kept& kept : plan_.kept) width = std::max(width, columns(shown(kept.address)));
    std::size_t is_protected = 0;
    for (const Kept& kept : plan_.kept) {
      out_ += "  " + padded(shown(kept.address), width) + "  " +
              shown(std::string_view(kept.because)) + "\n";
      if (kept.because == kProtected) ++is_protected;
    }
    if (is_protected > 0) out_ += std::to_string(is_protected) + " kept (prevent_destroy)\n";
  }

  void print_hidden() {
    if (plan_.hidden.empty()) return;
    section("May not be seen, so that nothing is planned for it:");
    for (const HiddenRead& read : plan_.hidden) {
      out_ += "  " + why_hidden(read) + "\n";
      out_ += "    " + style_.dim(listed(read.affects)) + "\n";
    }
  }

  const PlanFile& file_;
  const Plan& plan_;
  const Style& style_;
  std::string out_;
};

}  // namespace

std::string plan_notes(const PlanFile& file, const Style& style) {
  return PlanNotes(file, style).render();
}

}  // namespace dgctl::engine
