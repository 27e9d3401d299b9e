#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/value.h"

// What `dgctl doctor` says.

namespace dgctl::engine {

enum class Finding {
  Ok,
  Missing,  ///< apply needs it and it is not there
  Unknown,  ///< it could not be seen
  Warning,  ///< it is wrong, or will be, and apply gets through all the same
};
/// "ok", "missing", "unknown", "warning"
const char* to_string(Finding finding);

/// What a check is about; also the order in which they are told.
enum class Topic {
  Identity,
  Workspace,
  Configuration,
  Rights,
  Catalogs,
  Principals,
  Network,
  Clock
};
/// "identity", "workspace", …
const char* to_string(Topic topic);

/// What was looked at, what came of it, and what is to be done.
struct Check {
  Topic topic = Topic::Identity;
  std::string name;  ///< what was looked at: a few words
  Finding finding = Finding::Ok;
  /// Apply would not get through, or nobody can tell whether it would.
  bool blocks = false;
  bool is_right = false;           ///< what is missing is a login or a right
  std::string text;                ///< what came of it; a sentence without a final period, or ""
  std::vector<Address> of;         ///< what of the configuration needs it
  std::vector<std::string> sql;    ///< statements that cure it, without the semicolon
  std::string who;                 ///< may do that, "" where it needs no saying
  std::vector<std::string> steps;  ///< what else cures it: a sentence each, without a final period
  bool operator==(const Check&) const = default;
};

/// The part of an error of the workspace's that says why: without the request, its id, and advice
/// that the doctor gives better. "User is not an owner of Catalog 'sales'"
std::string what_was_said(const std::string& error);

/// Which identity would be used.
struct IdentitySource {
  std::string how;   ///< "personal access token"
  std::string from;  ///< "the environment variable DATABRICKS_TOKEN"
  bool operator==(const IdentitySource&) const = default;
};

struct Checkup {
  std::string host, stack, target;
  std::string made_at, made_by;  ///< RFC 3339; the version of dgctl
  std::vector<Check> checks;     ///< by topic
  std::int64_t requests_read = 0;
};

enum class Verdict {
  Ready,         ///< apply would get through
  RightMissing,  ///< a login or a right is missing
  NotReady,      ///< something else stands in the way, or cannot be told
};
Verdict verdict_of(const Checkup& checkup);
/// "ready", "right_missing", "not_ready"
const char* to_string(Verdict verdict);

}  // namespace dgctl::engine
