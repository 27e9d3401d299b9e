#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <ostream>
#include <string>

#include "engine/render/event_json.h"

namespace dgctl::cmd {

/// Where `--events FILE` and `--json` tell what happens, a line an event. Safe to use from several
/// threads at once.
class EventLog {
 public:
  EventLog() = default;
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;
  ~EventLog();

  /// To a file, from its beginning. Throws UsageError if it cannot be written, and without touching
  /// it for one that holds anything but events: nobody loses a file to a slip of the pen.
  void open(const std::string& path);
  /// Gives the file up, as if it had never been opened.
  void discard();
  /// To a stream; from now on nothing else is printed there.
  void take_over(std::ostream& stream);
  [[nodiscard]] bool is_open() const { return file_ >= 0 || stream_ != nullptr; }
  /// The time that events bear, RFC 3339; the machine's as long as nobody says otherwise.
  void use_clock(std::function<std::string()> now);

  /// Writes what `lines` makes of the time, behind the line that begins every stream.
  void write(const std::function<std::string(const engine::EventJson&)>& lines);
  /// Gives the stream back. Why not all arrived in the file, or "".
  std::string close();

 private:
  std::mutex mutex_;
  std::function<std::string()> now_;
  std::string path_;
  int file_ = -1;
  bool is_new_ = false;             // the file was made here
  std::string lost_;                // why not all arrived in the file, or ""
  std::ostream* stream_ = nullptr;  // whose buffer is `kept_` while it is taken over
  std::streambuf* kept_ = nullptr;
  std::unique_ptr<std::streambuf> nothing_;
  bool has_begun_ = false;
};

}  // namespace dgctl::cmd
