# What Debian wants of a package's files before they are packed, and what makes them the same bytes each time: programs
# are stripped, pages and changelog compressed, permissions are nobody's umask, times are one. Called by cpack, see
# packaging.cmake.

if(CPACK_DGCTL_COPYRIGHT_MISSING)
  message(FATAL_ERROR "the package would hold code without its licence, for these are not there: "
                      "${CPACK_DGCTL_COPYRIGHT_MISSING}. Install their packages again, with their documentation, "
                      "and configure anew")
endif()
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY})
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Here Debian's zsh looks for what packages bring along.
file(MAKE_DIRECTORY ${root}/usr/share/zsh/vendor-completions)
file(RENAME ${root}/usr/share/zsh/site-functions/_dgctl ${root}/usr/share/zsh/vendor-completions/_dgctl)
file(REMOVE_RECURSE ${root}/usr/share/zsh/site-functions)

run(${CPACK_DGCTL_STRIP} --remove-section=.comment --remove-section=.note ${root}/usr/bin/dgctl ${root}/usr/bin/dgsim)
run(find ${root}/usr/share/man ${root}/usr/share/doc/dgctl/changelog -type f -exec gzip -9 --no-name {} +)
run(find ${root} -type d -exec chmod 755 {} +)
run(find ${root} -type f -perm /100 -exec chmod 755 {} +)
run(find ${root} -type f -not -perm /100 -exec chmod 644 {} +)
run(find ${root} -exec touch --no-dereference --date=@$ENV{SOURCE_DATE_EPOCH} {} +)
