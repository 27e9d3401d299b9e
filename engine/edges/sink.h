#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <variant>

#include "engine/model/lookup.h"
#include "engine/model/secret.h"

namespace dgctl::engine {

/// Where one secret's value is kept. Throws Error that names the sink, and never holds the value.
class Sink {
 public:
  virtual ~Sink() = default;
  /// What stands beside the value, which is not kept; Absent where nothing is stored. Throws Error
  /// for what holds something that is no record of a secret, or is open to others.
  virtual ReadResult peek(std::stop_token stop) = 0;
  /// Throws unless a record could be stored now. Changes nothing that stays.
  virtual void check(std::stop_token stop) = 0;
  /// Replaces what is stored, at once: the old record is there or the new one, and the new one for
  /// good when it returns. Whose record is replaced is not asked: the caller has compared labels;
  /// what is no record is never replaced. `settings` are kept beside it: http_path and catalog, as
  /// far as set.
  virtual void store(const SinkLabel& label,
                     const Fields& settings,
                     const Secret& value,
                     std::stop_token stop) = 0;
};

/// One whose value can be had back.
class ReadableSink : public Sink {
 public:
  /// Throws Error where nothing is stored, or what is no record of a secret.
  virtual Secret load(std::stop_token stop) = 0;
};

/// Finds sinks by name.
class Sinks {
 public:
  virtual ~Sinks() = default;
  /// "file:.secrets/default.env", relative to the configuration's folder. Throws Error for a sink
  /// that there is not.
  virtual ReadableSink& at(const std::string& sink) = 0;
};

}  // namespace dgctl::engine
