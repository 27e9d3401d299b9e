#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "providers/transport/transport.h"

namespace dgctl::providers::sim {

/// How the request ends that a fault strikes.
enum class Ending {
  Answer,       ///< as if there were no fault
  Status,       ///< not done, answered with the fault's status
  Lose,         ///< done, but the answer is lost
  Drop,         ///< not done, the connection is lost
  KillBefore,   ///< the process that asks dies: before it is done,
  KillApplied,  ///< … after it is done,
  KillAnswered  ///< … after it is answered
};

/// The body of a request or an answer, and whether the file has it as JSON or as text.
struct Body {
  std::string text;
  bool is_json = false;
};

/// A request that somebody else makes first.
struct Edit {
  Method method = Method::Get;
  std::string path;
  Body body;
  std::string as;  ///< "": the operator
};

/// After a change, that many reads that would show it do not; `flicker`: every other one does.
struct Lag {
  std::int64_t reads = 0;
  bool flicker = false;
  bool operator==(const Lag&) const = default;
};

/// What a fault does. An ending comes alone; the rest can be combined with it.
struct Effect {
  Ending ending = Ending::Answer;
  int status = 0;
  std::optional<Body> body;  ///< for Ending::Status; none: a fitting one
  std::optional<std::int64_t> retry_after_s;
  std::int64_t delay_ms = 0;  ///< the answer is late by this
  std::optional<Lag> lag;
  std::optional<Edit> edit;
};

/// Strikes the requests that match, after the first `skip` of them, `times` times. What an earlier
/// fault of the list strikes is not seen by the later ones.
struct Fault {
  std::string method;     ///< "": any
  std::string path;       ///< without the query; '*' stands for anything, slashes too
  std::string statement;  ///< of a body with one, written alike; "": any body
  std::int64_t skip = 0;
  std::int64_t times = 1;
  std::int64_t seen = 0;  ///< how many matched so far; not counted further once it is over
  Effect effect;
};

/// `statement`: of the request's body, or "".
bool matches(const Fault& fault,
             std::string_view method,
             std::string_view path,
             std::string_view statement);
bool is_over(const Fault& fault);
/// Whether it strikes the next request that matches.
bool is_due(const Fault& fault);

}  // namespace dgctl::providers::sim
