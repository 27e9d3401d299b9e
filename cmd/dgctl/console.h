#pragma once

#include <iosfwd>
#include <stop_token>
#include <string>

#include "engine/render/shown.h"

namespace dgctl::cmd {

class EventLog;
class Progress;
class Signals;

/// The three streams of a command, what they are connected to, and what else happens around it.
struct Console {
  std::ostream& out;
  std::ostream& err;
  int in = 0;  ///< a file descriptor, since waiting for a stream cannot be given up
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  bool colour_allowed = true;    ///< neither NO_COLOR nor TERM=dumb
  bool drawing_allowed = true;   ///< not TERM=dumb
  EventLog* events = nullptr;    ///< nullptr: nobody asked for events
  Signals* signals = nullptr;    ///< nullptr: nothing interrupts
  Progress* progress = nullptr;  ///< what draws on `err` now, or nullptr

  [[nodiscard]] engine::Style out_style(bool no_color) const {
    return {out_is_terminal && colour_allowed && !no_color};
  }
  [[nodiscard]] engine::Style err_style(bool no_color) const {
    return {err_is_terminal && colour_allowed && !no_color};
  }
};

/// The process's own streams; `output` is its standard output, and outlives the console.
Console process_console(std::ostream& output);

/// Asks for leave to change something and reads a line; "" at the end of the input. Throws
/// StoppedError when `stop` is asked for.
std::string ask(Console& console, const std::string& question, const std::stop_token& stop);

}  // namespace dgctl::cmd
