#include "engine/render/phrases.h"

#include "engine/model/privileges.h"
#include "engine/render/shown.h"

namespace dgctl::engine {

std::string plural(std::size_t n, const std::string& one, const std::string& many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names)
    out += (out.empty() ? "" : ", ") + shown(std::string_view(name));
  return out;
}

std::string listed(const std::vector<Address>& addresses) {
  std::string out;
  for (const Address& address : addresses) out += (out.empty() ? "" : ", ") + shown(address);
  return out;
}

std::string mover_text(Mover mover, const std::string& last_applied) {
  const std::string since =
      last_applied.empty() ? std::string() : " (" + shown(std::string_view(last_applied)) + ")";
  switch (mover) {
    case Mover::Configuration:
      return "moved in the configuration";
    case Mover::Workspace:
      return "moved in the workspace since the last apply" + since;
    case Mover::Both:
      return "moved in the configuration and in the workspace since the last apply" + since;
    case Mover::CannotTell:
      return "differs (nothing recorded)";
  }
  return {};
}

std::string why_hidden(const HiddenRead& read) {
  const std::string why = read.needs.empty() ? read.reason : "it takes " + read.needs;
  return shown(std::string_view(to_string(read.lookup))) + ": " + shown(std::string_view(why));
}

std::string ended(const std::string& sentence) {
  return sentence.ends_with('?') ? sentence : sentence + ".";
}

std::string lost_and_gained(const Privileges& lost, const Privileges& gained) {
  std::string text;
  if (!lost.empty()) text = "lost " + shown(lost);
  if (!gained.empty()) text += (text.empty() ? "gained " : "; gained ") + shown(gained);
  return text;
}

namespace {

std::string difference_text(const Ignored& ignored) {
  if (ignored.desired && std::holds_alternative<List>(ignored.desired->is)) {
    const Privileges is = members_of(ignored.live ? &*ignored.live : nullptr);
    const Privileges asked = members_of(&*ignored.desired);
    return lost_and_gained(without(asked, is), without(is, asked));
  }
  const auto text = [](const std::optional<Value>& value) {
    return shown(value ? &*value : nullptr);
  };
  return "is " + text(ignored.live) + " in place of " + text(ignored.desired);
}

}  // namespace

std::string ignored_text(const Ignored& ignored) {
  return shown(ignored.address) + "  " + shown(std::string_view(ignored.field)) + " " +
         difference_text(ignored) + ": " + shown(std::string_view(ignored.because)) +
         (ignored.until.empty() ? "" : " (until " + shown(std::string_view(ignored.until)) + ")");
}

std::string interrupted_text(const std::string& what, const std::string& lock_holder) {
  const std::string run = "The " + shown(std::string_view(what));
  if (lock_holder.empty()) {
    return run +
           " did not finish. What it did so far is taken into account, and `dgctl apply` records "
           "it.";
  }
  return run + " is not over: the lock is held by " + shown(std::string_view(lock_holder)) +
         ". What was done so far is taken into account, and whoever holds the lock records it.";
}

}  // namespace dgctl::engine
