"""The instruments that the labs share. Import what you need: ``from lab import trace``.

Work to measure
    workloads   tasks that compute, wait, or do both
    server      a slow web server on this computer: `SlowServer`
    web         fetch a page with requests: `get_webpage`
    shared, travel   memory that processes share; what goes from one to another
Measuring
    machine     what this computer and this Python are, and what can be shown on them
    cgroup      how much of the machine a container may use
    trace       who worked when: `trace.run` gives a `Timeline`
    measure     races with their spread; who won, if anybody did
    my_turn     one measures at a time, where many share a machine
    records     what a measurement leaves behind
    interleave   small functions on threads, in every order of their steps
    steps, step_workers   what they share, and how each stops before a step
    orders_taken   which orders a Python takes by itself: run here, and recorded
    pythons     the other Pythons of this computer: find them, run a program of ours in one
    race_record, builds, gains   the same programs on many Pythons: recorded, or run here
    lives, pool_life   follow futures, or a pool, from beginning to end
    everyday, start_methods, third_pool, worker_ends, failure_record   tried here, or recorded
    newer, interpreter_record   programs that need Python 3.14: run on one found here, or recorded
    loop_trace, heartbeat, many_waits   tasks of a loop: who ran when, how late, at what price
    loop_record  what a newer Python tells of a loop, recorded
    cluster, cluster_tasks, cluster_record   a small cluster of Dask, and what it did elsewhere
    executor_record   what breaks when only the import line of an executor changes
    watch, warnings_in_words   what a pool of your own did, and what looks wrong in it
    choose      which pool, how many workers: measured for a function of your own
    tools_record, tools_shown   other tools that look into a program, recorded
Showing
    draw, bars, curves, close_up, diagram   figures of what was measured
    svg, player   show a figure on the page, or one that can be played
    scheduler   the orders of small functions, to be stepped through by hand
    trace_events   a timeline as a file that Perfetto opens
    style, colours   the look of all figures
Working with a lab
    glue        hand values and claims to the pages: `glue`, `claim`
    check, ending   judge the answer to an exercise: `check`; end what it has started
    after_cell, out_of_order   say which cell to run first, and what still runs
    plain_pool  executors that are strict, or refuse, for the checks of labs 11 and 13
    progress    what is solved on this computer: `progress`
    room        one picture of a room: send what was measured to its wall
    sandbox, sandbox_magic   run a program that may hang or crash: ``%%sandbox``
    check_setup   is this computer ready for the labs?

The folders hold their inner parts. This file imports nothing, so that a freshly started worker
process loads only what its task needs.
"""
