#pragma once

#include <iosfwd>
#include <stop_token>
#include <string>

#include "engine/edges/observer.h"
#include "engine/render/shown.h"

namespace dgctl::cmd {

/// The three streams of a command and what they are connected to.
struct Console {
  std::ostream& out;
  std::ostream& err;
  int in = 0;  ///< a file descriptor, since waiting for a stream cannot be given up
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  bool colour_allowed = true;  ///< neither NO_COLOR nor TERM=dumb

  [[nodiscard]] engine::Style out_style(bool no_color) const {
    return {out_is_terminal && colour_allowed && !no_color};
  }
};

/// The process's own streams; `output` is its standard output, and outlives the console.
Console process_console(std::ostream& output);

/// Asks for leave to change something and reads a line; "" at the end of the input. Throws
/// StoppedError when `stop` is asked for.
std::string ask(Console& console, const std::string& question, const std::stop_token& stop);

/// Progress, a line an event, on standard error.
class ProgressLines : public engine::Observer {
 public:
  ProgressLines(Console& console, bool quiet) : console_(console), quiet_(quiet) {}
  void notify(const engine::Event& event) override;

 private:
  Console& console_;
  bool quiet_;
};

}  // namespace dgctl::cmd
