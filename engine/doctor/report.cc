#include "engine/doctor/report.h"

#include <algorithm>

namespace dgctl::engine {

const char* to_string(Finding finding) {
  switch (finding) {
    case Finding::Ok:
      return "ok";
    case Finding::Missing:
      return "missing";
    case Finding::Unknown:
      return "unknown";
    case Finding::Warning:
      return "warning";
  }
  return "";
}

const char* to_string(Topic topic) {
  switch (topic) {
    case Topic::Identity:
      return "identity";
    case Topic::Workspace:
      return "workspace";
    case Topic::Configuration:
      return "configuration";
    case Topic::Rights:
      return "rights";
    case Topic::Catalogs:
      return "catalogs";
    case Topic::Principals:
      return "principals";
    case Topic::Network:
      return "network";
    case Topic::Clock:
      return "clock";
  }
  return "";
}

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::Ready:
      return "ready";
    case Verdict::RightMissing:
      return "right_missing";
    case Verdict::NotReady:
      return "not_ready";
  }
  return "";
}

std::string what_was_said(const std::string& error) {
  static const std::string kAnswered = " was answered with ";
  const std::size_t answered = error.find(kAnswered);
  if (answered == std::string::npos) return error;
  const std::size_t colon = error.find(": ", answered);
  if (colon == std::string::npos) return error;
  return error.substr(colon + 2, error.find(" (request id", colon) - colon - 2);
}

Verdict verdict_of(const Checkup& checkup) {
  const auto any = [&](const auto& is) {
    return std::any_of(checkup.checks.begin(), checkup.checks.end(), is);
  };
  const auto lacks_right = [](const Check& check) {
    return check.blocks && check.is_right && check.finding == Finding::Missing;
  };
  if (any(lacks_right)) return Verdict::RightMissing;
  return any([](const Check& check) { return check.blocks; }) ? Verdict::NotReady : Verdict::Ready;
}

}  // namespace dgctl::engine
