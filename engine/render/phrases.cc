#include "engine/render/phrases.h"

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

std::string ignored_text(const Ignored& ignored) {
  return shown(ignored.address) + "  " + shown(std::string_view(ignored.field)) + ": " +
         shown(std::string_view(ignored.because)) +
         (ignored.until.empty() ? "" : " (until " + shown(std::string_view(ignored.until)) + ")");
}

std::string interrupted_text(const std::string& what) {
  return "The " + shown(std::string_view(what)) +
         " did not finish, or still runs. What it did so far is taken into account; it records "
         "that itself, or the next apply does.";
}

}  // namespace dgctl::engine
